/**
 * The distilling process. What it finishes is on disk, so that it may be killed at any instant. Its one argument: after
 * how many seconds without a request it ends.
 */
import { homeDirs } from '@vprog/runtime/home';
import { Distiller } from '../distiller.ts';
import { serve } from './serve.ts';

serve(new Distiller(homeDirs()), Number(process.argv[2] ?? 60) * 1000);
