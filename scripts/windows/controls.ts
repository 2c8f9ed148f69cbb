import type { Edit } from '../../faults/kill/bundle.ts';

/** A mend of Windows' defects that is switched off, and the tests that must fail then. */
export type WindowsControl = {
  /** The defect's id, with which the names of its tests end. */
  readonly id: string;
  readonly files: readonly string[];
  readonly edits: readonly Edit[];
};

export const WINDOWS_CONTROLS: readonly WindowsControl[] = [
  {
    id: 'W2',
    files: ['electron/clock/'],
    edits: [
      {
        file: 'electron/clock/read-boot-id.ts',
        from: '  } catch {\n    return null;\n  }',
        to: '  } catch (error) {\n    throw error;\n  }',
      },
    ],
  },
  {
    id: 'W7',
    files: ['electron/files/'],
    edits: [
      {
        file: 'electron/files/held-files.ts',
        from: 'const WAITS_MS = [10, 20, 40, 80, 160, 320];',
        to: 'const WAITS_MS: number[] = [];',
      },
    ],
  },
];
