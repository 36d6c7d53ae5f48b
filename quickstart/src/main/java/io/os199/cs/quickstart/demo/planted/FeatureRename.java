package io.os199.cs.quickstart.demo.planted;

import java.time.LocalDate;

/** On one day a feature continued under another key, for everybody: nothing was dropped and nothing adopted. */
public final class FeatureRename implements Truth {
    public static final String BEFORE = "calendar";
    public static final String AFTER = "planner";
    private static final int DAYS_AGO = 50;

    @Override
    public String key() {
        return "feature_rename";
    }

    @Override
    public String what() {
        return "The feature calendar goes on as planner since that day, for everybody.";
    }

    @Override
    public LocalDate since(LocalDate today) {
        return on(today);
    }

    public static LocalDate on(LocalDate today) {
        return today.minusDays(DAYS_AGO);
    }

    @Override
    public String expected() {
        return "track_feature_adoption of any client: one feature is abandoned on the day on which"
                + " the other is first used";
    }

    @Override
    public String evidence() {
        return """
        select count(*) filter (where feature_key = 'calendar' and day < :since) as calendar_client_days_before,
            count(*) filter (where feature_key = 'calendar' and day >= :since) as calendar_client_days_after,
            count(*) filter (where feature_key = 'planner' and day < :since) as planner_client_days_before,
            count(*) filter (where feature_key = 'planner' and day >= :since) as planner_client_days_after
        from usage_daily_features
        where feature_key in ('calendar', 'planner') and day between :since - 28 and :since + 27
        """;
    }
}
