/** So many are remembered: more are in use only for moments. */
const MOST = 8192;

/** Remembers what is made of keys, until there are 8,192 of them. */
export function memo<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      if (made.size >= MOST) made.clear();
      made.set(key, value);
    }
    return value;
  };
}
