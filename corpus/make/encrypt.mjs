// Wraps a state in OpenTofu's encrypted envelope: PBKDF2 (SHA-512) and AES-GCM, as OpenTofu 1.7 and
// later do with key_provider "pbkdf2" "main" and method "aes_gcm".
// usage: node encrypt.mjs PASSPHRASE < terraform.tfstate > encrypted.tfstate
import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const plain = readFileSync(0);
const { serial, lineage } = JSON.parse(plain);
const metadata = {
  salt: randomBytes(32).toString('base64'),
  iterations: 600000,
  hash_function: 'sha512',
  key_length: 32,
};
const key = pbkdf2Sync(process.argv[2], Buffer.from(metadata.salt, 'base64'), metadata.iterations,
  metadata.key_length, metadata.hash_function);
const nonce = randomBytes(12);
const cipher = createCipheriv('aes-256-gcm', key, nonce);
const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
process.stdout.write(JSON.stringify({
  serial, lineage,
  meta: { 'key_provider.pbkdf2.main': Buffer.from(JSON.stringify(metadata)).toString('base64') },
  encrypted_data: sealed.toString('base64'),
  encryption_version: 'v0',
}));
