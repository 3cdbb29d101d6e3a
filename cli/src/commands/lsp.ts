import type { Command } from 'commander';

export function addLsp(program: Command): void {
  program
    .command('lsp')
    .description('the language server, for Neovim, Helix, Emacs, Zed and others')
    // The server reads the option from the command line itself.
    .requiredOption('--stdio', 'speak over standard input and output')
    .addHelpText(
      'after',
      '\nExample (Helix, languages.toml):\n  language-server.vprog = { command = "vprog", args = ["lsp", "--stdio"] }',
    )
    .action(async () => {
      const { connect, startServer } = await import('@vprog/server/lsp');
      startServer(connect());
    });
}
