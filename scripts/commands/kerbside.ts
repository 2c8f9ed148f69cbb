// `npm run kerbside -- <subcommand>`: the operator's command line.
import '../../central/src/cli/main.ts';
