package io.os199.cs.jobs;

/** How many chunks of a job stand where. */
public record ChunkCounts(int pending, int done, int total) {}
