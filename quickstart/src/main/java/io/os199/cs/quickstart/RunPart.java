package io.os199.cs.quickstart;

import java.time.Duration;
import java.util.Locale;

/** The processes of one run, in the order in which they are stopped. */
enum RunPart {
    WORKER("the worker", "worker.pid", "TERM", Duration.ofSeconds(20)),
    API("the API", "api.pid", "TERM", Duration.ofSeconds(10)),
    REDIS("Redis", Folder.CACHE + "/redis.pid", "TERM", Duration.ofSeconds(10)),
    // INT is PostgreSQL's fast shutdown: it ends the sessions instead of waiting for them.
    POSTGRES("PostgreSQL", Folder.DATABASE + "/postmaster.pid", "INT", Duration.ofSeconds(60));

    private final String label;
    private final String pidFile;
    private final String stopSignal;
    private final Duration patience;

    RunPart(String label, String pidFile, String stopSignal, Duration patience) {
        this.label = label;
        this.pidFile = pidFile;
        this.stopSignal = stopSignal;
        this.patience = patience;
    }

    String label() {
        return label;
    }

    /** Returns the path within the folder; the file's first line is the process id. */
    String pidFile() {
        return pidFile;
    }

    String stopSignal() {
        return stopSignal;
    }

    /** Returns how long the process may take to stop before it is killed. */
    Duration patience() {
        return patience;
    }

    /** Returns the name of its log in the folder, without the extension. */
    String log() {
        return name().toLowerCase(Locale.ROOT);
    }
}
