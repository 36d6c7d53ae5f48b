package io.os199.cs.communication.model;

import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * Something that a colleague has to do for a client.
 *
 * @param owner the colleague
 * @param isOverdue whether it is open and was due before today
 */
public record Task(
        String taskId,
        String clientId,
        String clientName,
        @Personal(Personal.Kind.TEXT) String title,
        TaskSource source,
        LocalDate dueDate,
        @Nullable String owner,
        boolean isOverdue,
        TaskStatus status) {}
