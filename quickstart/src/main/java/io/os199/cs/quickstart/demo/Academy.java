package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.util.List;

/** The training on offer, and the certificate that the first two modules lead to. */
final class Academy {
    static final String LEVEL = "basic";

    /** The version in use; the first one, without modules, comes with the product. */
    static final int VERSION = 2;

    static final double PASSING = 0.75;

    /** A training module. One without a pass mark has no assessment. */
    record Module(String id, String code, String name, String format, int minutes, boolean tests) {}

    private final Instant since;
    private final List<Module> modules;

    Academy(DemoOptions options) {
        since = History.start(options.beginning());
        Dice dice = Dice.of(options.seed(), -1, "academy");
        modules =
                List.of(
                        module(dice, "FIRST-STEPS", "First steps", "live_webinar", 60, true),
                        module(dice, "DAILY-WORK", "Daily work with boards", "workshop", 90, true),
                        module(dice, "REPORTS", "Reports that are read", "live_webinar", 45, false),
                        module(dice, "ADMIN", "Administration", "one_on_one", 120, true));
    }

    List<Module> modules() {
        return modules;
    }

    List<Module> required() {
        return modules.subList(0, 2);
    }

    void write(Rows rows) {
        for (Module module : modules) {
            rows.of(Table.TRAINING_MODULES)
                    .text(module.id())
                    .text(module.code())
                    .text(module.name())
                    .text(module.format())
                    .text(LEVEL)
                    .number((long) module.minutes())
                    .text(module.tests() ? Double.toString(PASSING) : null)
                    .made(since, since)
                    .end();
        }
        rows.of(Table.CERTIFICATION_PROGRAMS)
                .text(LEVEL)
                .number((long) VERSION)
                .text("Certified user")
                .array(required().stream().map(Module::id).toList())
                .text(Double.toString(PASSING))
                .flag(true)
                .made(since, since)
                .end();
    }

    private Module module(
            Dice dice, String code, String name, String format, int minutes, boolean tests) {
        return new Module(dice.id("module", since), code, name, format, minutes, tests);
    }
}
