package io.os199.cs.jobs;

/** The clients from {@code firstClientId} to {@code lastClientId}, both included, that have not churned. */
public record JobChunk(int chunkNo, String firstClientId, String lastClientId, int clientCount) {}
