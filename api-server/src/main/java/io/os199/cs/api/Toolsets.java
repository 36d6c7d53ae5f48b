package io.os199.cs.api;

import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolRegistry;
import io.os199.cs.api.tools.core.CoreTools;
import io.os199.cs.api.tools.health.HealthTools;
import io.os199.cs.api.tools.jobs.JobTools;
import io.os199.cs.assembly.Features;
import io.os199.cs.assembly.Platform;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.platform.paging.Cursors;

import java.util.ArrayList;
import java.util.List;

/** The toolsets in order: the product's table of contents. */
final class Toolsets {
    private Toolsets() {}

    static ToolRegistry of(Platform platform, Features features, Jobs jobs) {
        Cursors cursors = new Cursors(platform.sealer(), platform.clock());
        List<Tool<?, ?>> tools = new ArrayList<>();
        tools.addAll(CoreTools.of(platform.database(), features, cursors));
        tools.addAll(
                HealthTools.of(
                        platform.database(),
                        features.directory(),
                        features.healthModels(),
                        features.healthScoring(),
                        jobs));
        tools.addAll(JobTools.of(jobs, features.auditLog(), cursors, platform.clock(), tools));
        return new ToolRegistry(tools);
    }
}
