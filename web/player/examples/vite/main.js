import 'ropewalk';

import lamp from '../lamp.json?url';

const input = document.querySelector('input');
const output = document.querySelector('output');

const patch = document.createElement('ropewalk-patch');
patch.src = lamp;
patch.variables = { brightness: input.valueAsNumber };
document.body.append(patch);

input.addEventListener('input', () => patch.setVariable('brightness', input.valueAsNumber));

patch.addEventListener('variable', ({ detail: { name, value } }) => {
  if (name === 'percent') output.textContent = `${value} %`;
});
