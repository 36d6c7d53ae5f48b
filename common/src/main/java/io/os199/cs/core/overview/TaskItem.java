package io.os199.cs.core.overview;

import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/** An open task, whatever created it. */
public record TaskItem(
        String taskId,
        @Personal(Personal.Kind.TEXT) String title,
        @Nullable String owner,
        Priority priority,
        LocalDate dueDate,
        boolean isOverdue,
        String source) {}
