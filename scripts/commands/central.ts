// `npm run central`: the central service alone, configured by its environment.
import '../../central/src/main.ts';
