package io.os199.cs.api.tool;

/** What a call does to the world. */
public enum Effect {
    /** Reads rows; a repeated call changes nothing. */
    READ,
    /** Changes our own rows, in a way that can be changed back. */
    WRITE,
    /** Reaches customers; needs a person's yes. */
    SEND,
    /** Removes, archives or cancels; needs a person's yes. */
    DESTROY
}
