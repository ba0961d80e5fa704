const patch = document.querySelector('ropewalk-patch');
const input = document.querySelector('input');
const output = document.querySelector('output');

input.addEventListener('input', () => patch.setVariable('brightness', input.valueAsNumber));

patch.addEventListener('variable', ({ detail: { name, value } }) => {
  if (name === 'percent') output.textContent = `${value} %`;
});
