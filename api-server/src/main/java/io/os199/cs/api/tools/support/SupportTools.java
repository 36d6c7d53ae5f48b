package io.os199.cs.api.tools.support;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.assembly.Features;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;

import java.util.List;

/** The tools on support and self-service, in listing order. */
public final class SupportTools {
    private SupportTools() {}

    public static List<Tool<?, ?>> of(
            Database database, Features features, JobCalls jobs, Cursors cursors, Sealer sealer) {
        return List.of(
                new HandleSupportTicket(
                        database, features.directory(), features.tickets(), cursors),
                new RouteTickets(database, features.routing()),
                new ManageKnowledgeBase(
                        database, features.directory(), features.articles(), cursors),
                new UpdateKnowledgeBase(
                        database, features.articles(), voter -> sealer.mark("article vote", voter)),
                new ManageCustomerPortal(
                        database, features.directory(), features.portals(), cursors),
                new AnalyzeSupportPerformance(
                        database,
                        features.directory(),
                        features.clientAnswers(),
                        jobs,
                        features.zone()));
    }
}
