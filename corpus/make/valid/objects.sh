# Tainted and deposed objects, failed and partial applies.

workdir
config <<'HCL'
resource "terraform_data" "ok" {}
resource "terraform_data" "broken" {
  input = terraform_data.ok.id
  provisioner "local-exec" { command = "exit 1" }
}
resource "terraform_data" "never" { input = terraform_data.broken.id }
HCL
apply_fails
keep tainted "a create provisioner failed: tainted, its dependent never made"

# An old object is destroyed only after everything that depends on it was updated; when such a
# dependent fails, the old object stays behind as a deposed one.
cat > "$SCRATCH/replaced.tf" <<'HCL'
variable "release" { default = "one" }
variable "broken" { default = false }
variable "exit" { default = 0 }
resource "terraform_data" "certificate" {
  input            = var.release
  triggers_replace = var.release
  lifecycle { create_before_destroy = true }
  provisioner "local-exec" { command = "exit ${var.exit}" }
}
resource "terraform_data" "listener" {
  input = terraform_data.certificate.id
  lifecycle {
    precondition {
      condition     = terraform_data.certificate.id == "" || !var.broken
      error_message = "the listener refuses the certificate"
    }
  }
}
HCL
workdir
cp "$SCRATCH/replaced.tf" main.tf
apply
apply_fails -var release=two -var broken=true
keep deposed "create_before_destroy whose dependent failed: current and deposed object"

workdir
sed 's/precondition/postcondition/' "$SCRATCH/replaced.tf" > main.tf
apply
apply_fails -var release=two -var exit=1
keep deposed-and-tainted "the new object's create provisioner failed: tainted beside deposed"
tf untaint terraform_data.certificate
keep deposed-untainted "the same after untaint"

workdir
config <<'HCL'
variable "v" { default = "1" }
resource "terraform_data" "each" {
  for_each         = toset(["a", "b", "c"])
  input            = each.key
  triggers_replace = var.v
  lifecycle { create_before_destroy = true }
  provisioner "local-exec" { command = "test ${var.v}${each.key} != 2b" }
}
module "reader" {
  source   = "./reader"
  for_each = terraform_data.each
  up       = each.value.id
}
HCL
config reader/main.tf <<'HCL'
variable "up" {}
resource "terraform_data" "reader" { input = var.up }
HCL
apply
apply_fails -var v=2
keep deposed-for-each "keyed instances: some deposed, one tainted, a module that reads them"

workdir
config <<'HCL'
resource "terraform_data" "base" {}
resource "terraform_data" "middle" {
  input = terraform_data.base.id
}
resource "terraform_data" "top" {
  input = terraform_data.middle.id
  lifecycle { create_before_destroy = true }
}
HCL
apply
keep create-before-destroy "the flag is forced on everything a create_before_destroy object depends on"

workdir
config <<'HCL'
resource "terraform_data" "step" {
  for_each = toset(["a", "b", "c", "d"])
  provisioner "local-exec" { command = "test ${each.key} != c" }
}
resource "terraform_data" "after" { input = { for k, s in terraform_data.step : k => s.id } }
output "after" { value = terraform_data.after.id }
HCL
apply_fails
keep failed-apply-middle "an apply that failed half way: three made, one tainted, the rest absent"

workdir
config <<'HCL'
resource "terraform_data" "a" { input = "a" }
resource "terraform_data" "b" { input = terraform_data.a.id }
resource "terraform_data" "c" { input = terraform_data.b.id }
resource "terraform_data" "other" {}
output "b" { value = terraform_data.b.id }
output "c" { value = terraform_data.c.id }
HCL
apply -target terraform_data.b
keep target-partial "apply -target: only b and what it needs"
apply -target terraform_data.other
keep target-two-steps "a second apply -target of something else"

workdir
config <<'HCL'
resource "terraform_data" "slow" {
  provisioner "local-exec" { command = "sleep 60" }
}
resource "terraform_data" "quick" {}
HCL
tf init
(exec timeout -s INT 4 terraform apply -auto-approve < /dev/null > /dev/null 2>&1) || true
keep interrupted "apply interrupted with SIGINT during a provisioner"

workdir
config <<'HCL'
resource "terraform_data" "provisioned" {
  input = "p"
  provisioner "local-exec" { command = "true" }
  provisioner "local-exec" {
    when       = destroy
    on_failure = continue
    command    = "false"
  }
}
resource "terraform_data" "ignored" {
  input = timestamp()
  lifecycle { ignore_changes = [input] }
}
resource "terraform_data" "replaced_by" {
  lifecycle { replace_triggered_by = [terraform_data.provisioned.output] }
}
resource "terraform_data" "guarded" {
  lifecycle { prevent_destroy = true }
}
HCL
apply
keep lifecycle "provisioners, ignore_changes, replace_triggered_by, prevent_destroy"

workdir
config <<'HCL'
resource "terraform_data" "a" {
  input = "a"
  provisioner "local-exec" {
    when    = destroy
    command = "exit 1"
  }
}
resource "terraform_data" "b" { input = terraform_data.a.id }
resource "terraform_data" "c" { input = terraform_data.b.id }
resource "terraform_data" "d" { input = terraform_data.a.id }
HCL
apply
tf destroy -auto-approve -target terraform_data.c
keep destroy-target "destroy -target of the end of a chain"
tf_fails destroy -auto-approve
keep destroy-failed "destroy stopped by a failing destroy provisioner: the first object is left"

workdir
config <<'HCL'
variable "zones" { default = [] }
resource "terraform_data" "zone" { for_each = toset(var.zones) }
resource "terraform_data" "reads_none" { input = [for z in terraform_data.zone : z.id] }
HCL
apply
keep depends-on-absent "a dependency on a resource with no instances: dangling in a healthy state"
