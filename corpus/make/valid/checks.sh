# Check results: every kind of checkable object, every status.

workdir
config child/main.tf <<'HCL'
variable "size" {
  type = number
  validation {
    condition     = var.size > 0
    error_message = "size must be positive"
  }
}
resource "terraform_data" "sized" {
  count = var.size
  input = count.index
  lifecycle {
    precondition {
      condition     = count.index < 5
      error_message = "too many"
    }
    postcondition {
      condition     = self.input == count.index
      error_message = "input differs"
    }
  }
}
output "count" {
  value = length(terraform_data.sized)
  precondition {
    condition     = length(terraform_data.sized) == var.size
    error_message = "count differs"
  }
}
HCL
config <<'HCL'
variable "region" {
  default = "eu-1"
  validation {
    condition     = startswith(var.region, "eu-")
    error_message = "only eu"
  }
}
module "child" {
  source   = "./child"
  for_each = { a = 1, b = 2 }
  size     = each.value
}
module "plain" {
  source = "./child"
  size   = 1
}
check "region" {
  assert {
    condition     = var.region == "eu-1"
    error_message = "not eu-1"
  }
}
HCL
apply
keep checks-pass "passing variable validations, pre- and postconditions, checks, in keyed modules"

workdir
config <<'HCL'
resource "terraform_data" "a" { input = "alpha" }
check "fails" {
  assert {
    condition     = terraform_data.a.output == "beta"
    error_message = "expected \"beta\" <got> ${terraform_data.a.output} & more\u2028"
  }
  assert {
    condition     = length(terraform_data.a.id) > 100
    error_message = "second message"
  }
}
check "passes" {
  assert {
    condition     = terraform_data.a.output == "alpha"
    error_message = "unused"
  }
}
check "scoped_data" {
  data "terraform_remote_state" "absent" {
    backend = "local"
    config  = { path = "nowhere.tfstate" }
  }
  assert {
    condition     = data.terraform_remote_state.absent.outputs.x == 1
    error_message = "unused"
  }
}
HCL
apply
keep checks-fail "check blocks that fail with two messages and pass; a scoped data source that cannot be read"

workdir
config <<'HCL'
resource "terraform_data" "a" { input = "alpha" }
check "errors" {
  assert {
    condition     = jsondecode(terraform_data.a.output).x == 1
    error_message = "unused"
  }
}
check "passes" {
  assert {
    condition     = terraform_data.a.output == "alpha"
    error_message = "unused"
  }
}
HCL
apply_fails
keep checks-error "a check whose condition cannot be evaluated: status error"

workdir
config <<'HCL'
resource "terraform_data" "a" {
  input = "a"
  lifecycle {
    postcondition {
      condition     = self.output == "b"
      error_message = "output is ${self.output}"
    }
  }
}
resource "terraform_data" "b" {
  input = terraform_data.a.output
  lifecycle {
    precondition {
      condition     = terraform_data.a.id != ""
      error_message = "unused"
    }
  }
}
output "b" {
  value = terraform_data.b.id
  precondition {
    condition     = terraform_data.b.id != ""
    error_message = "unused"
  }
}
check "never_reached" {
  assert {
    condition     = terraform_data.b.output == "a"
    error_message = "unused"
  }
}
HCL
apply_fails
keep checks-postcondition-failed "a failing postcondition: results fail and unknown, dependent not made"

workdir
config <<'HCL'
resource "terraform_data" "gate" { input = "closed" }
resource "terraform_data" "behind" {
  lifecycle {
    precondition {
      condition     = terraform_data.gate.output == "open"
      error_message = "the gate is closed"
    }
  }
}
HCL
apply_fails
keep checks-precondition-failed "a precondition known only at apply fails: an errored run's check results"

workdir
config <<'HCL'
resource "terraform_data" "a" { input = "a" }
resource "terraform_data" "b" {
  input = "b"
  lifecycle {
    postcondition {
      condition     = self.output == "b"
      error_message = "unused"
    }
  }
}
check "b" {
  assert {
    condition     = terraform_data.b.output == "b"
    error_message = "unused"
  }
}
HCL
apply -target terraform_data.a
keep checks-unknown-target "apply -target: what was not reached is unknown"

workdir
config <<'HCL'
variable "zones" {
  type    = list(string)
  default = []
}
resource "terraform_data" "zone" {
  for_each = toset(var.zones)
  lifecycle {
    precondition {
      condition     = length(each.key) == 1
      error_message = "unused"
    }
  }
}
output "zones" {
  value = keys(terraform_data.zone)
  precondition {
    condition     = length(var.zones) < 10
    error_message = "unused"
  }
}
HCL
apply
keep checks-no-objects "a checked resource with no instances: result without objects"
apply -var 'zones=["a","b","\"","é"]'
keep checks-keyed "results for instances with odd keys"

workdir
cp "$VALID/outputs-every-type.tfstate" other.tfstate
config child/main.tf <<'HCL'
data "terraform_remote_state" "other" {
  backend = "local"
  config  = { path = "other.tfstate" }
  lifecycle {
    postcondition {
      condition     = self.outputs.number == 42
      error_message = "unused"
    }
  }
}
check "inside" {
  data "terraform_remote_state" "again" {
    backend = "local"
    config  = { path = "other.tfstate" }
  }
  assert {
    condition     = data.terraform_remote_state.again.outputs.number == 41
    error_message = "the number is ${data.terraform_remote_state.again.outputs.number}"
  }
}
HCL
config <<'HCL'
module "keyed" {
  source   = "./child"
  for_each = toset(["a b", "c"])
}
HCL
apply
keep checks-data-in-module "postconditions of data sources and failing checks inside keyed modules"
