{{- define "whatsapp-operator.name" -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- end }}

{{- define "whatsapp-operator.selector" -}}
app.kubernetes.io/name: whatsapp-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "whatsapp-operator.labels" -}}
{{ include "whatsapp-operator.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: operator
app.kubernetes.io/part-of: whatsapp-connector-operator
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- /* The ServiceAccount of the default pool's pods; empty where they have no rights of their own. */}}
{{- define "whatsapp-operator.accountsServiceAccount" -}}
{{- with .Values.defaultPool }}
{{- if and .create (dig "accountApi" "enabled" false (default dict .spec)) -}}
{{- dig "pod" "serviceAccountName" (printf "%s-accounts" (include "whatsapp-operator.name" $)) .spec -}}
{{- end }}
{{- end }}
{{- end }}
