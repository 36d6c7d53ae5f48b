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

    /** The replica's data is older than allowed, or its age is unknown. */
    @JsonProperty("behind")
    BEHIND(false),

    /** The replica does not answer. */
    @JsonProperty("down")
    DOWN(false),

    /** The server that should be a replica takes writes of its own. */
    @JsonProperty("promoted")
    PROMOTED(false),

    /** The server that should be a replica belongs to another database cluster. */
    @JsonProperty("foreign")
    FOREIGN(false),

    /** The caller wrote lately, or was told of a change. */
    @JsonProperty("own_write")
    OWN_WRITE(false),

    /** It is unknown whether the caller wrote recently. */
    @JsonProperty("writes_unknown")
    WRITES_UNKNOWN(false),

    /** A decision is based on the read, or its result is cached after a change that it has to show. */
    @JsonProperty("current")
    CURRENT(false),

    /** The replica aborted the read, and it is run again. */
    @JsonProperty("broken_off")
    BROKEN_OFF(false);

    private final boolean throughReads;

    ReadTarget(boolean throughReads) {
        this.throughReads = throughReads;
    }

    /** Whether the read uses the connections for reads, not those of the primary. */
    boolean isThroughReads() {
        return throughReads;
    }

    /** The server that answers, as a label. */
    String server() {
        return this == FRESH ? "replica" : "primary";
    }
}
