package io.os199.cs.api.tools.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.ReadsJobs;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.jobs.Job;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Turns a job's result into what the tool that started it would have answered. */
final class JobAnswers {
    private final Map<String, ReadsJobs> readers = new HashMap<>();

    JobAnswers(Collection<? extends Tool<?, ?>> tools) {
        for (Tool<?, ?> tool : tools) {
            if (tool instanceof ReadsJobs reader) {
                readers.put(reader.jobTool(), reader);
            }
        }
    }

    /** The answer for a job; absent where the job has no result. */
    @Nullable JsonNode of(Job job, boolean seesPersonalData) {
        ReadsJobs reader = readers.get(job.tool());
        return job.result() == null || reader == null
                ? job.result()
                : Json.tree(reader.answer(job), seesPersonalData);
    }
}
