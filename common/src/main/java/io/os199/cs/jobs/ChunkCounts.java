package io.os199.cs.jobs;

/** How many chunks of a job are in each state. */
public record ChunkCounts(int pending, int done, int total) {}
