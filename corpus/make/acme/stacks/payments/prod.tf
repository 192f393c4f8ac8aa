variable "workers" { type = number }
variable "environment" { default = "prod" }
module "orders" {
  source            = "./modules/orders"
  environment       = var.environment
  workers           = var.workers
  database_password = "not-a-real-password"
}
resource "terraform_data" "alarm" {
  for_each = module.orders.queues
  input    = { queue = each.value, threshold = each.key == "dead-letter" ? 1 : 10000 }
}
output "queues" { value = module.orders.queues }
