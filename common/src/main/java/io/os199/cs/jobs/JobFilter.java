package io.os199.cs.jobs;

import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The jobs that a list shows.
 *
 * @param principal the principal of the jobs; absent: all principals
 * @param tool the tool of the jobs; absent: all tools
 * @param statuses the states of the jobs; empty: all states
 */
public record JobFilter(
        @Nullable String principal, @Nullable String tool, List<JobStatus> statuses) {
    public JobFilter {
        statuses = List.copyOf(statuses);
    }

    /** The statuses as the column spells them. */
    public List<String> statusWords() {
        return statuses.stream().map(WireName::of).toList();
    }
}
