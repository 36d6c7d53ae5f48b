package io.os199.cs.jobs;

import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Which jobs a list shows.
 *
 * @param principal whose; absent: everybody's
 * @param tool of which tool; absent: all
 * @param statuses in which states; empty: all
 */
public record JobFilter(
        @Nullable String principal, @Nullable String tool, List<JobStatus> statuses) {
    public JobFilter {
        statuses = List.copyOf(statuses);
    }

    /** As the column spells them. */
    public List<String> statusWords() {
        return statuses.stream().map(WireName::of).toList();
    }
}
