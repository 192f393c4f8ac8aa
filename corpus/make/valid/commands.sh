# What the state-changing commands leave behind.

chain() {
  config <<'HCL'
resource "terraform_data" "a" { input = "a" }
resource "terraform_data" "b" { input = terraform_data.a.id }
resource "terraform_data" "c" { input = terraform_data.b.id }
HCL
  apply
}

workdir
chain
tf state mv terraform_data.b terraform_data.renamed
keep state-mv "state mv of the middle of a chain: dependents lose their lists"
tf state mv terraform_data.renamed 'module.new["k"].terraform_data.renamed[3]'
keep state-mv-into-module "moved on into a module with a key"

workdir
chain
tf state rm terraform_data.a
keep state-rm "state rm of a dependency: dangling entries stay"

workdir
chain
tf state rm terraform_data.a terraform_data.b terraform_data.c
keep state-rm-all "everything removed with state rm"

workdir
chain
tf taint terraform_data.b
keep taint "terraform taint"
tf untaint terraform_data.b
keep untaint "taint, then untaint"

workdir
config <<'HCL'
resource "terraform_data" "imported" {}
import {
  to = terraform_data.imported
  id = "id-from-elsewhere"
}
resource "terraform_data" "each" { for_each = toset(["k"]) }
HCL
apply

keep import-block "an import block"

workdir
config <<'HCL'
resource "terraform_data" "by_command" {}
resource "terraform_data" "not_yet" { input = terraform_data.by_command.id }
HCL
tf init
tf import terraform_data.by_command some-id
keep import-command "terraform import into an empty state"

workdir
chain
config <<'HCL'
removed {
  from = terraform_data.c
  lifecycle { destroy = false }
}
removed {
  from = terraform_data.b
  lifecycle { destroy = true }
}
resource "terraform_data" "a" { input = "a" }
HCL
apply
keep removed-blocks "removed blocks, with and without destroy"

workdir
chain
config <<'HCL'
resource "terraform_data" "a2" { input = "a" }
resource "terraform_data" "b" { input = terraform_data.a2.id }
resource "terraform_data" "c" { input = terraform_data.b.id }
moved {
  from = terraform_data.a
  to   = terraform_data.a2
}
HCL
apply -refresh-only
keep refresh-only-after-moved "moved and -refresh-only: old names stay among the dependencies"

workdir
chain
tf workspace new staging
apply
keep workspace "a named workspace" terraform.tfstate.d/staging/terraform.tfstate
tf workspace new -state=terraform.tfstate copied
keep workspace-from-state "workspace new -state: a copy with a new lineage" terraform.tfstate.d/copied/terraform.tfstate

workdir
chain
tf state pull
cp "$SCRATCH/log" pulled.tfstate
keep state-pull "what state pull prints" pulled.tfstate
sed -i 's/"serial": [0-9]*/"serial": 4000000000/' pulled.tfstate
tf state push pulled.tfstate
keep state-push-serial "pushed with a serial of 4,000,000,000"

workdir
chain
tf apply -auto-approve -replace terraform_data.a
keep replace "apply -replace"

workdir
config <<'HCL'
resource "terraform_data" "a" { count = 1 }
data "terraform_remote_state" "d" {
  count   = 1
  backend = "local"
  config  = { path = "other.tfstate" }
}
HCL
cp "$VALID/empty-after-destroy.tfstate" other.tfstate
apply
sed -i 's/count = 1/count = 0/; s/count   = 1/count   = 0/' main.tf
apply
keep count-to-zero "count 1 turned to 0"

# Nothing is written after the kill. The last write was caused by the other resource: depending on the
# moment it holds `slow` untainted, or only its husk.
workdir
config <<'HCL'
resource "terraform_data" "slow" {
  provisioner "local-exec" { command = "sleep 20" }
}
resource "terraform_data" "quick" {}
resource "terraform_data" "waiting" { input = terraform_data.slow.id }
HCL
tf init
terraform apply -auto-approve < /dev/null > /dev/null 2>&1 &
apply_pid=$!
disown "$apply_pid"
sleep 3
kill -9 "$apply_pid"
sleep 1
keep killed "apply killed with SIGKILL during a provisioner: a husk, or an object that is not tainted"
