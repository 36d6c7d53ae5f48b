package io.os199.cs.api.tools.core;

import io.os199.cs.api.tool.Tool;
import io.os199.cs.assembly.Features;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.paging.Cursors;

import java.util.List;

/** The core tools in order. */
public final class CoreTools {
    private CoreTools() {}

    public static List<Tool<?, ?>> of(Database database, Features features, Cursors cursors) {
        return List.of(
                new RegisterClient(database, features.registration(), features.clientAnswers()),
                new GetClientOverview(database, features.directory(), features.clientAnswers()),
                new UpdateClientInfo(
                        features.directory(), features.clientChanges(), features.clientAnswers()),
                new ListClients(database, features.clientAnswers(), cursors),
                new GetClientTimeline(
                        database, features.directory(), features.clientAnswers(), cursors),
                new LogActivity(
                        database,
                        features.directory(),
                        features.touchpoints(),
                        features.tasks(),
                        features.auditLog(),
                        features.clientAnswers(),
                        cursors));
    }
}
