// `npm run verify -- vectors [FILE …] [--json]`: see conformance/README.md.
import '../../conformance/verify.ts';
