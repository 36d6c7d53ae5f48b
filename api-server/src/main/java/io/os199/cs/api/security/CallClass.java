package io.os199.cs.api.security;

/** What kind of call is counted; each has a share of a caller's calls per minute. */
public enum CallClass {
    /** A tool that reads. */
    READ,
    /** A tool that changes our own rows. */
    WRITE,
    /** A tool that reaches customers, or destroys. */
    SEND,
    /** No tool: what is sent in by the product. */
    INGEST,
    /** No tool: lists, prompts, resources, completions. */
    PROTOCOL
}
