import { memoryStorage } from '../../../src/core/storage/memory.ts';
import { storageContract } from './contract.ts';

storageContract('memoryStorage()', async () => memoryStorage());
