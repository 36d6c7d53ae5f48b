package io.os199.cs.api.security;

/** The kinds of call that are counted; each has a share of a caller's calls per minute. */
public enum CallClass {
    /** A tool that reads. */
    READ,
    /** A tool that changes our own rows. */
    WRITE,
    /** A tool that reaches customers or is destructive. */
    SEND,
    /** No tool: usage that the product sends in. */
    INGEST,
    /** No tool: lists, prompts, resources, completions. */
    PROTOCOL
}
