/**
 * A distilling process whose work is to fail, to hang or to stop, as the teacher's name asks: what the host is tested
 * with. The border is the real one.
 */
import { DistillError } from '../errors.ts';
import { serve, type Worker } from '../process/serve.ts';
import { result } from '../report/testing/result.ts';

const worker: Worker = {
  async estimate({ teacher, student }) {
    if (teacher === 'refused') throw new DistillError('/photos', 'there is no picture', 'Name another folder', 'data');
    if (teacher === 'mistaken') throw new Error('\nit is broken\n    at somewhere');
    if (teacher === 'killed') process.kill(process.pid, 'SIGKILL');
    if (teacher === 'slow') await new Promise(resolve => setTimeout(resolve, 300));
    const ref = { id: student ?? 'student', sha256: '' };
    return { student: ref, teacher: ref, pictures: 1, crops: 2, seconds: 3, bytes: process.pid, remarks: [] };
  },

  async distill({ teacher }, { onProgress, signal }) {
    onProgress({ stage: 'train', done: 1, total: 2, loss: 0.5 });
    // Time for the message to be written, since after it nothing happens here.
    await new Promise(resolve => setTimeout(resolve, 50));
    if (teacher === 'blocking') for (;;);
    if (teacher === 'killed') process.kill(process.pid, 'SIGKILL');
    if (teacher === 'patient') {
      signal.throwIfAborted();
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    }
    return result;
  },

  async keep(job, config) {
    return { ...result, job, version: config ?? 'student@1' };
  },

  async discard(job) {
    if (job !== result.job) throw new DistillError(job, 'there is no such job', 'Name another one');
  },

  async export({ folder }) {
    return folder;
  },
};

serve(worker, Number(process.argv[2]) * 1000);
