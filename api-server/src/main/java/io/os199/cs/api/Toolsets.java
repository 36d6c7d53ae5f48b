package io.os199.cs.api;

import io.os199.cs.api.mcp.ProductTool;
import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.Catalogue;
import io.os199.cs.api.mcp.served.Completer;
import io.os199.cs.api.mcp.served.ServedTool;
import io.os199.cs.api.prompts.Prompts;
import io.os199.cs.api.resources.ProductResources;
import io.os199.cs.api.resources.References;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolDefinition;
import io.os199.cs.api.tool.ToolRegistry;
import io.os199.cs.api.tool.ToolRunner;
import io.os199.cs.api.tools.communication.CommunicationTools;
import io.os199.cs.api.tools.core.CoreTools;
import io.os199.cs.api.tools.expansion.ExpansionTools;
import io.os199.cs.api.tools.feedback.FeedbackTools;
import io.os199.cs.api.tools.health.HealthTools;
import io.os199.cs.api.tools.jobs.JobTools;
import io.os199.cs.api.tools.onboarding.OnboardingTools;
import io.os199.cs.api.tools.retention.RetentionTools;
import io.os199.cs.api.tools.support.SupportTools;
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

/** The toolsets in order, as the product's table of contents. */
final class Toolsets {
    private Toolsets() {}

    static Catalogue of(Platform platform, Features features, Jobs jobs, ToolRunner runner) {
        Cursors cursors = new Cursors(platform.sealer(), platform.clock());
        JobCalls jobCalls = new JobCalls(jobs, features.auditLog());
        List<Tool<?, ?>> tools = new ArrayList<>();
        tools.addAll(CoreTools.of(platform.database(), features, cursors));
        tools.addAll(HealthTools.of(platform.database(), features, jobCalls, cursors));
        tools.addAll(RetentionTools.of(platform.database(), features, jobCalls, cursors));
        tools.addAll(ExpansionTools.of(platform.database(), features, jobCalls, cursors));
        tools.addAll(OnboardingTools.of(platform.database(), features, jobCalls, cursors));
        tools.addAll(FeedbackTools.of(platform.database(), features, jobCalls, cursors));
        tools.addAll(
                SupportTools.of(
                        platform.database(), features, jobCalls, cursors, platform.sealer()));
        tools.addAll(CommunicationTools.of(platform.database(), features, cursors));
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
        References references = new References(platform.database());
        Prompts prompts = new Prompts(served, references);
        ProductResources resources =
                new ProductResources(
                        registry, runner, platform.database(), features.directory(), references);
        return new Catalogue(
                served,
                prompts.all(),
                resources,
                new Completions(prompts, resources),
                jobTools.tasks(),
                toolsets,
                false,
                false);
    }

    /** Completes arguments of prompts and variables of templates, each from its own source. */
    private record Completions(Prompts prompts, ProductResources resources) implements Completer {
        @Override
        public Optional<Completion> ofPrompt(
                String prompt,
                String argument,
                String typed,
                Map<String, String> others,
                Asked asked) {
            return prompts.complete(prompt, argument, typed, asked);
        }

        @Override
        public Optional<Completion> ofTemplate(
                String template,
                String variable,
                String typed,
                Map<String, String> others,
                Asked asked) {
            return resources.complete(template, variable, typed, asked);
        }
    }
}
