package io.os199.cs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.ProductTool;
import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.Catalogue;
import io.os199.cs.api.mcp.served.Completer;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.ServedResources;
import io.os199.cs.api.mcp.served.ServedTool;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolDefinition;
import io.os199.cs.api.tool.ToolRegistry;
import io.os199.cs.api.tool.ToolRunner;
import io.os199.cs.api.tools.core.CoreTools;
import io.os199.cs.api.tools.health.HealthTools;
import io.os199.cs.api.tools.jobs.JobTools;
import io.os199.cs.assembly.Features;
import io.os199.cs.assembly.Platform;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.platform.paging.Cursors;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The toolsets in order: the product's table of contents. */
final class Toolsets {
    private Toolsets() {}

    static Catalogue of(Platform platform, Features features, Jobs jobs, ToolRunner runner) {
        Cursors cursors = new Cursors(platform.sealer(), platform.clock());
        JobCalls jobCalls = new JobCalls(jobs);
        List<Tool<?, ?>> tools = new ArrayList<>();
        tools.addAll(CoreTools.of(platform.database(), features, cursors));
        tools.addAll(
                HealthTools.of(
                        platform.database(),
                        features.directory(),
                        features.healthModels(),
                        features.healthScoring(),
                        jobCalls));
        JobTools jobTools =
                new JobTools(
                        platform.database(),
                        jobs,
                        features.auditLog(),
                        cursors,
                        platform.clock(),
                        tools);
        tools.addAll(jobTools.all());

        ToolRegistry registry = new ToolRegistry(tools);
        Set<String> toolsets = new LinkedHashSet<>();
        List<ServedTool> served = new ArrayList<>();
        for (ToolDefinition<?, ?> definition : registry.all()) {
            toolsets.add(definition.toolset());
            served.add(new ProductTool(definition, runner, jobTools.tasks()));
        }
        return new Catalogue(
                served,
                List.of(),
                new NoResources(),
                new NothingToComplete(),
                jobTools.tasks(),
                toolsets,
                false,
                false);
    }

    private static final class NoResources implements ServedResources {
        @Override
        public List<ObjectNode> list(Asked asked) {
            return List.of();
        }

        @Override
        public List<ObjectNode> templates(Asked asked) {
            return List.of();
        }

        @Override
        public Optional<Outcome> read(String uri, Asked asked) {
            return Optional.empty();
        }

        @Override
        public Optional<String> watchKey(String uri, Asked asked) {
            return Optional.empty();
        }
    }

    private static final class NothingToComplete implements Completer {
        @Override
        public Optional<Completion> ofPrompt(
                String prompt,
                String argument,
                String typed,
                Map<String, String> others,
                Asked asked) {
            return Optional.empty();
        }

        @Override
        public Optional<Completion> ofTemplate(
                String template,
                String variable,
                String typed,
                Map<String, String> others,
                Asked asked) {
            return Optional.empty();
        }
    }
}
