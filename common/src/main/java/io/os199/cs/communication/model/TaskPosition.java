package io.os199.cs.communication.model;

import java.time.LocalDate;

/** The task after which a page of the list begins. */
public record TaskPosition(LocalDate dueDate, String taskId) {}
