import type { VariableChange } from 'ropewalk';
import 'ropewalk';

import lamp from '../lamp.json?url';

const input = document.querySelector<HTMLInputElement>('input')!;
const output = document.querySelector<HTMLOutputElement>('output')!;

const patch = document.createElement('ropewalk-patch');
patch.src = lamp;
patch.variables = { brightness: input.valueAsNumber };
document.body.append(patch);

input.addEventListener('input', () => patch.setVariable('brightness', input.valueAsNumber));

patch.addEventListener('variable', (event) => {
  const { name, value } = (event as CustomEvent<VariableChange>).detail;
  if (name === 'percent') output.textContent = `${String(value)} %`;
});
