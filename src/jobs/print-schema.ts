import { writeFileSync } from 'node:fs';
import { schemaText } from '../graphql/schema.ts';

const file = new URL('../../schema.graphql', import.meta.url);
writeFileSync(file, schemaText());
