import { connect, startServer } from './server.ts';

/** The language server's own process. */
startServer(connect());
