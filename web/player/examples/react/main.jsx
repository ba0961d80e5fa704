import 'ropewalk';

import { useState } from 'react';
import { createRoot } from 'react-dom/client';

import lamp from '../lamp.json?url';

function App() {
  const [brightness, setBrightness] = useState(0.5);
  const [percent, setPercent] = useState(null);

  function onVariable({ detail: { name, value } }) {
    if (name === 'percent') setPercent(value);
  }

  return (
    <>
      <label>
        Brightness{' '}
        <input
          type="range"
          min="0"
          max="1"
          step="0.01"
          value={brightness}
          onChange={(event) => setBrightness(event.target.valueAsNumber)}
        />
      </label>
      <p>
        The patch says: <output>{percent} %</output>
      </p>
      {/* React sets properties of custom elements, and listens to `variable` by `onvariable`. */}
      <ropewalk-patch src={lamp} variables={{ brightness }} onvariable={onVariable} />
    </>
  );
}

createRoot(document.getElementById('app')).render(<App />);
