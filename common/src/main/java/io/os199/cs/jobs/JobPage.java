package io.os199.cs.jobs;

import java.util.List;

/** One page of jobs without their results, and how many the filter lets through in all. */
public record JobPage(List<Job> jobs, long totalCount, JobSummary summary) {}
