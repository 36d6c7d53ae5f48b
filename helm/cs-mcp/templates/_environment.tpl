{{/* Values into the variables of config.yml. */}}

{{/* A list as config.yml takes it: JSON, which is YAML. */}}
{{- define "cs-mcp.allowedHosts" -}}
{{- $name := include "cs-mcp.name" . -}}
{{- $service := list (printf "%s-api" $name) (printf "%s-api.%s" $name .Release.Namespace) (printf "%s-api.%s.svc" $name .Release.Namespace) -}}
{{- concat .Values.expose.hosts .Values.allowedHosts $service | uniq | toJson -}}
{{- end -}}

{{/* What every process knows of the database, be it the migration. */}}
{{- define "cs-mcp.environment.database" -}}
- name: CS_LOG
  value: json
- name: CS_DATABASE_URL
  value: {{ .Values.database.url | quote }}
- name: CS_DATABASE_USER
  value: {{ .Values.database.user | quote }}
{{- with .Values.readDatabase.user }}
- name: CS_READ_DATABASE_USER
  value: {{ . | quote }}
{{- end }}
{{- end -}}

{{- define "cs-mcp.environment.service" -}}
- name: CS_ADMIN_BIND
  value: 0.0.0.0
- name: CS_DATABASE_CONNECTIONS
  value: {{ .Values.database.connections | quote }}
{{- with .Values.readDatabase.url }}
- name: CS_READ_DATABASE_URL
  value: {{ . | quote }}
- name: CS_READ_DATABASE_LAG
  value: {{ $.Values.readDatabase.maximumLag | quote }}
{{- end }}
- name: CS_READ_DATABASE_CONNECTIONS
  value: {{ .Values.readDatabase.connections | quote }}
{{- with .Values.redis.host }}
- name: CS_REDIS_HOST
  value: {{ . | quote }}
- name: CS_REDIS_PORT
  value: {{ $.Values.redis.port | quote }}
- name: CS_REDIS_USER
  value: {{ $.Values.redis.user | quote }}
{{- end }}
{{- with .Values.tracing.endpoint }}
- name: CS_OTLP_ENDPOINT
  value: {{ . | quote }}
- name: CS_TRACE_SHARE
  value: {{ $.Values.tracing.sampleShare | quote }}
{{- end }}
{{- end -}}

{{- define "cs-mcp.environment.api" -}}
- name: CS_BIND
  value: 0.0.0.0
- name: CS_PORT
  value: "8080"
- name: CS_ADMIN_PORT
  value: "8081"
- name: CS_DRAIN
  value: {{ printf "%ds" (int .Values.api.drainSeconds) }}
- name: CS_ALLOWED_HOSTS
  value: {{ include "cs-mcp.allowedHosts" . | quote }}
{{- with .Values.allowedOrigins }}
- name: CS_ALLOWED_ORIGINS
  value: {{ toJson . | quote }}
{{- end }}
- name: CS_FORWARDED_HEADERS
  value: {{ ne .Values.expose.type "none" | quote }}
{{- with .Values.oauth.resource }}
- name: CS_OAUTH_RESOURCE
  value: {{ . | quote }}
- name: CS_OAUTH_ISSUERS
  value: {{ toJson $.Values.oauth.issuers | quote }}
{{- end }}
{{- end -}}

{{- define "cs-mcp.environment.worker" -}}
- name: CS_WORKER_ADMIN_PORT
  value: "8082"
- name: CS_WORKER_THREADS
  value: {{ .Values.worker.threads | quote }}
- name: CS_RETENTION_USAGE_MONTHS
  value: {{ .Values.retention.usageMonths | quote }}
- name: CS_RETENTION_EMAIL_MONTHS
  value: {{ .Values.retention.emailMonths | quote }}
- name: CS_RETENTION_FORECAST_MONTHS
  value: {{ .Values.retention.forecastMonths | quote }}
- name: CS_RETENTION_AUTOMATION_MONTHS
  value: {{ .Values.retention.automationMonths | quote }}
- name: CS_RETENTION_PORTAL_MONTHS
  value: {{ .Values.retention.portalMonths | quote }}
- name: CS_RETENTION_SEARCH_MONTHS
  value: {{ .Values.retention.searchMonths | quote }}
- name: CS_RETENTION_AUDIT_MONTHS
  value: {{ .Values.retention.auditMonths | quote }}
- name: CS_DASHBOARD_BIND
  value: {{ ternary "0.0.0.0" "127.0.0.1" .Values.worker.dashboard.enabled }}
- name: CS_DASHBOARD_PORT
  value: {{ ternary "8000" "0" .Values.worker.dashboard.enabled | quote }}
{{- if .Values.worker.dashboard.enabled }}
- name: CS_DASHBOARD_USER
  value: {{ .Values.worker.dashboard.user | quote }}
{{- end }}
{{- end -}}

{{/* Variables that no value above stands for. Takes the map of them. */}}
{{- define "cs-mcp.environment.extra" -}}
{{- range $variable, $value := . }}
- name: {{ $variable }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}
