package io.os199.cs.api.tool;

/** The effect of a call on the world. */
public enum Effect {
    /** Reads rows; a repeated call changes nothing. */
    READ,
    /** Changes our own rows, in a way that can be reversed. */
    WRITE,
    /** Reaches customers; needs a person's yes. */
    SEND,
    /** Removes, archives or cancels; needs a person's yes. */
    DESTROY
}
