package io.os199.cs.api.tools.feedback;

import io.os199.cs.api.tool.Tool;
import io.os199.cs.assembly.Features;
import io.os199.cs.platform.database.Database;

import java.util.List;

/** The tools on feedback, in the order of the list. */
public final class FeedbackTools {
    private FeedbackTools() {}

    public static List<Tool<?, ?>> of(Database database, Features features) {
        return List.of(
                new CollectFeedback(database, features.directory(), features.feedbackCollection()));
    }
}
