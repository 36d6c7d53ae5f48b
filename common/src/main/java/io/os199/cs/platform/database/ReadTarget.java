package io.os199.cs.platform.database;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a read goes, and why: the values of a label. */
enum ReadTarget {
    /** The replica is as fresh as it has to be. */
    @JsonProperty("fresh")
    FRESH(true),

    /** The URL of the reads leads to the primary itself. */
    @JsonProperty("same_server")
    SAME_SERVER(true),

    /** The replica shows what is older than allowed, or nobody knows how old it is. */
    @JsonProperty("behind")
    BEHIND(false),

    /** The replica does not answer. */
    @JsonProperty("down")
    DOWN(false),

    /** What should be a replica takes writes of its own. */
    @JsonProperty("promoted")
    PROMOTED(false),

    /** What should be a replica belongs to another database cluster. */
    @JsonProperty("foreign")
    FOREIGN(false),

    /** The caller wrote lately, or was told of a change. */
    @JsonProperty("own_write")
    OWN_WRITE(false),

    /** Nobody can tell whether the caller wrote lately. */
    @JsonProperty("writes_unknown")
    WRITES_UNKNOWN(false),

    /** What is read is decided on, or kept after a change that it has to show. */
    @JsonProperty("current")
    CURRENT(false),

    /** The replica broke the read off, and it is run again. */
    @JsonProperty("broken_off")
    BROKEN_OFF(false);

    private final boolean throughReads;

    ReadTarget(boolean throughReads) {
        this.throughReads = throughReads;
    }

    /** Whether the read takes the connections for reads, and not those of the primary. */
    boolean isThroughReads() {
        return throughReads;
    }

    /** The server that answers, as a label. */
    String server() {
        return this == FRESH ? "replica" : "primary";
    }
}
