package io.os199.cs.jobs;

import java.util.List;

/** One page of jobs without their results, and the total number that the filter lets through. */
public record JobPage(List<Job> jobs, long totalCount, JobSummary summary) {}
