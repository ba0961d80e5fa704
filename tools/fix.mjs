/** `npm run fix`: has programs mend what they can, and writes anew what is generated. */

import { buildWasm, needsOfWasm } from './build.mjs';
import { report } from './lib/failure.mjs';
import { endAllOnSignal, run } from './lib/process.mjs';
import { task } from './lib/progress.mjs';
import { writeProtocol } from './protocol.mjs';
import { packageProgram, setUp } from './setup.mjs';

try {
  endAllOnSignal();
  await setUp([...needsOfWasm, 'rust-lints']);
  await task('rustfmt', () => run('cargo', ['fmt', '--all']));
  const fuzzing = ['--manifest-path', 'crates/mqtt/fuzz/Cargo.toml'];
  await task('rustfmt of the fuzzing', () => run('cargo', ['fmt', ...fuzzing]));
  await writeProtocol();
  // ESLint looks at the types of the built runtime.
  await buildWasm();
  await task('ESLint', () => run(packageProgram('eslint'), ['--fix', '.']));
  await task('Prettier', () => run(packageProgram('prettier'), ['--write', '.']));
} catch (error) {
  report(error);
}
