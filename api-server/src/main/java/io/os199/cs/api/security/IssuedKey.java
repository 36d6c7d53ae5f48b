package io.os199.cs.api.security;

/** A key just made, and its secret, which nobody can read again. */
public record IssuedKey(ApiKey key, String secret) {
    @Override
    public String toString() {
        return "IssuedKey[" + key.keyId() + "]";
    }
}
