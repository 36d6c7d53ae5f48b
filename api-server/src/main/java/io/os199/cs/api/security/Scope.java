package io.os199.cs.api.security;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.os199.cs.platform.json.WireName;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A right, with its spelling on the wire. */
public enum Scope {
    @JsonProperty("cs:read")
    CS_READ,
    @JsonProperty("cs:write")
    CS_WRITE,
    @JsonProperty("cs:send")
    CS_SEND,
    @JsonProperty("cs:admin")
    CS_ADMIN,
    @JsonProperty("cs:ingest")
    CS_INGEST,
    @JsonProperty("pii:read")
    PII_READ;

    /** Returns the right with that spelling. */
    public static Scope parse(String word) {
        return (Scope) WireName.parse(Scope.class, word);
    }

    /** Returns the right with that spelling, if it is one of ours. */
    public static Optional<Scope> find(String word) {
        return WireName.find(Scope.class, word).map(Scope.class::cast);
    }

    /**
     * Returns the right that a person wrote.
     *
     * @throws IllegalArgumentException listing the rights that exist
     */
    public static Scope named(String word) {
        return find(word)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "%s is no scope: use of %s"
                                                .formatted(
                                                        word,
                                                        String.join(
                                                                ", ", WireName.all(Scope.class)))));
    }

    /** Returns this right and the rights that it includes. */
    public Set<Scope> includes() {
        return switch (this) {
            case CS_READ, CS_INGEST, PII_READ -> EnumSet.of(this);
            case CS_WRITE, CS_SEND -> EnumSet.of(this, CS_READ);
            case CS_ADMIN -> EnumSet.complementOf(EnumSet.of(PII_READ));
        };
    }

    @Override
    public String toString() {
        return WireName.of(this);
    }
}
